package io.bestiary.training.loop;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;

/** A run folder cannot be used; the message names it and the reason. */
public final class RunFolderException extends RuntimeException {
    private static final long serialVersionUID = 1;

    RunFolderException(String message, Throwable cause) {
        super(message, cause);
    }

    static RunFolderException of(Path path, IOException e) {
        String reason = e instanceof AccessDeniedException
                ? "no permission to write"
                : e instanceof FileAlreadyExistsException
                        ? "a file is in the way"
                        : e instanceof FileSystemException system && system.getReason() != null
                                ? system.getReason()
                                : String.valueOf(e.getMessage());
        return new RunFolderException(path + ": cannot be written: " + reason, e);
    }
}
