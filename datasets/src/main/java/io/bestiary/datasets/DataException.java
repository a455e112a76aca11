package io.bestiary.datasets;

/**
 * The data are not what they must be. The message is for the user: it names the file, and the line or index where there
 * is one, what was expected and what was found.
 */
public final class DataException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public DataException(String message) {
        super(message);
    }

    public DataException(String message, Throwable cause) {
        super(message, cause);
    }
}
