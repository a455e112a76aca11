package io.bestiary.inference;

import io.bestiary.inference.pipeline.Session;
import io.bestiary.zoo.engine.Backend;
import io.bestiary.zoo.nn.Task;
import java.nio.file.Path;

/** How every front door opens a folder. */
final class FrontDoor {

    private FrontDoor() {}

    /**
     * Opens a run or checkpoint folder.
     *
     * @throws io.bestiary.zoo.checkpoint.CheckpointException if the folder is damaged
     * @throws IllegalArgumentException if its network is for another task, or takes another kind of input
     */
    static <I, A> Session<I, A> open(
            Path folder, String engine, String device, Task task, Class<I> input, Class<A> answer) {
        Session<I, A> session = Session.open(folder, Backend.of(engine, device), input, answer);
        if (!session.card().task().equals(task.toString())) {
            session.close();
            throw new IllegalArgumentException(folder + ": must be for " + task + ", is for "
                    + session.card().task());
        }
        return session;
    }
}
