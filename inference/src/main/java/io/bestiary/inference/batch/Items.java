package io.bestiary.inference.batch;

import java.util.Iterator;

/** The inputs of a batch job, found one after the other; not larger in memory than the longest of them. */
public interface Items<I> extends Iterator<InputItem<I>>, AutoCloseable {

    /** How many bytes of the inputs have been read so far. */
    long bytesRead();

    @Override
    void close();
}
