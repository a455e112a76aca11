package io.bestiary.zoo.checkpoint;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;

/** A file of weights or a checkpoint that cannot be read or written; the message is meant for the user. */
public final class CheckpointException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public CheckpointException(String message) {
        super(message);
    }

    public CheckpointException(String message, Throwable cause) {
        super(message, cause);
    }

    /** What the file system refused, such as {@code runs/a: cannot be written: Permission denied}. */
    static CheckpointException of(Path file, String verb, IOException cause) {
        return new CheckpointException(file + ": cannot be " + verb + ": " + reason(file, cause), cause);
    }

    private static String reason(Path file, IOException cause) {
        if (!(cause instanceof FileSystemException failure)) {
            return cause.getMessage();
        }
        String reason = failure instanceof NoSuchFileException
                ? "no such file or folder"
                : failure instanceof AccessDeniedException
                        ? "permission denied"
                        : failure instanceof NotDirectoryException ? "not a folder" : failure.getReason();
        boolean same = failure.getFile() == null || failure.getFile().equals(file.toString());
        return same ? reason : failure.getFile() + ": " + reason;
    }
}
