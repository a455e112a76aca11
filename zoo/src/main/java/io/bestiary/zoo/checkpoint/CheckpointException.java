package io.bestiary.zoo.checkpoint;

/** A file of weights or a checkpoint that cannot be read or written; the message is meant for the user. */
public final class CheckpointException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public CheckpointException(String message) {
        super(message);
    }

    public CheckpointException(String message, Throwable cause) {
        super(message, cause);
    }
}
