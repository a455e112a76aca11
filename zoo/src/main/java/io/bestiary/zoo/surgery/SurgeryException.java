package io.bestiary.zoo.surgery;

/** A network cannot be changed as asked; the message names the part, the rule and what was asked. */
public final class SurgeryException extends RuntimeException {
    private static final long serialVersionUID = 1;

    SurgeryException(String message) {
        super(message);
    }
}
