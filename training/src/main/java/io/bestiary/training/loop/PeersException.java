package io.bestiary.training.loop;

/** The processes that train together do not find or have lost each other. */
public final class PeersException extends RuntimeException {
    private static final long serialVersionUID = 1;

    PeersException(String message, Throwable cause) {
        super(message, cause);
    }
}
