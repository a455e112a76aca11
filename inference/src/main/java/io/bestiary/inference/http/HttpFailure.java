package io.bestiary.inference.http;

/** A request that is answered with an error: a status, and a message for whoever sent it. */
final class HttpFailure extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private static final int SECOND = 1;

    private final int status;
    private final int retryAfter;

    private HttpFailure(int status, int retryAfter, String message) {
        super(message);
        this.status = status;
        this.retryAfter = retryAfter;
    }

    static HttpFailure bad(String message) {
        return new HttpFailure(400, 0, message);
    }

    static HttpFailure of(int status, String message) {
        return new HttpFailure(status, 0, message);
    }

    /** What will work a little later. */
    static HttpFailure unavailable(String message) {
        return new HttpFailure(503, SECOND, message);
    }

    int status() {
        return status;
    }

    /** Seconds after which to try again; 0 if that would not help. */
    int retryAfter() {
        return retryAfter;
    }
}
