package io.bestiary.training.loop;

/**
 * The processes that train one network together, each on a part of every batch. They meet once in each step, between the
 * backward pass and the update; what carries the numbers between them is behind this.
 */
public interface Peers extends AutoCloseable {
    /** One process. */
    Peers ALONE = new Peers() {
        @Override
        public int rank() {
            return 0;
        }

        @Override
        public int size() {
            return 1;
        }

        @Override
        public void sum(float[] values) {}

        @Override
        public void close() {}
    };

    /** This process, from 0; 0 keeps the run's folder. */
    int rank();

    /** How many there are. */
    int size();

    /**
     * Adds up the values of all processes, position by position, in the order of the ranks: all get the same bits. Waits
     * until all have called it.
     *
     * @throws PeersException if one of them is gone
     */
    void sum(float[] values);

    @Override
    void close();
}
