package io.bestiary.zoo.engine;

/** An engine or a device that was asked for is not there; the message says why and what else there is. */
public final class EngineException extends RuntimeException {
    private static final long serialVersionUID = 1;

    EngineException(String message, Throwable cause) {
        super(message, cause);
    }
}
