package io.bestiary.inference.http;

import io.bestiary.datasets.DataException;
import io.bestiary.inference.form.AnswerForm;
import io.bestiary.inference.form.Field;
import io.bestiary.inference.form.InputForm;
import io.bestiary.inference.form.Tensor;
import io.bestiary.inference.form.TensorForm;
import io.bestiary.inference.pipeline.Session;
import io.bestiary.inference.pipeline.Session.Outcome;
import io.bestiary.inference.pipeline.Session.Prepared;
import io.bestiary.inference.pipeline.TextStream;
import io.bestiary.zoo.engine.Backend;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One version of a model that answers requests. */
final class ServedModel<I, A> implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ServedModel.class);
    private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(100);
    /** What others write to their logs, too, where there is no one to send a status to. */
    private static final int CLIENT_LEFT = 499;

    private final String name;
    private final String version;
    private final Path folder;
    private final Session<I, A> session;
    private final InputForm<I> form;
    private final Batcher<A> batcher;
    private final Limits limits;
    private final Semaphore streams;
    private final Runnable pieces;

    private ServedModel(
            String name, String version, Path folder, Session<I, A> session, Limits limits, Metrics metrics) {
        this.name = name;
        this.version = version;
        this.folder = folder;
        this.session = session;
        this.form = session.inputForm().within(limits.tokens());
        this.limits = limits;
        this.streams = new Semaphore(limits.batch());
        this.pieces = metrics.pieces(name);
        this.batcher = new Batcher<>(name, session, limits, metrics.batches(name));
    }

    /** Opens a run or a checkpoint, and answers one made-up input, so that the first real one does not wait. */
    static ServedModel<?, ?> open(
            String name, String version, Path folder, Backend backend, Limits limits, Metrics metrics) {
        Session<?, ?> session = Session.open(folder, backend);
        try {
            warmUp(session);
            return new ServedModel<>(name, version, folder, session, limits, metrics);
        } catch (RuntimeException e) {
            session.close();
            throw e;
        }
    }

    private static <I> void warmUp(Session<I, ?> session) {
        session.answer(session.inputForm().sample());
    }

    String name() {
        return name;
    }

    String version() {
        return version;
    }

    /** Where it was opened. */
    Path folder() {
        return folder;
    }

    /** How requests are written. */
    InputForm<I> form() {
        return form;
    }

    int waiting() {
        return batcher.waiting();
    }

    /** Answers what a body holds, and gives the answer as JSON values. */
    Map<String, Object> answer(Reading<I> reading, Client client) {
        I input = refusing(() -> reading.of(form));
        return toJson(answers(List.of(input), client).get(0), "");
    }

    /**
     * Answers piece by piece.
     *
     * @param work what becomes of the pieces; the stream is closed after it
     */
    <T> T stream(Reading<I> reading, Function<TextStream<A>, T> work) {
        if (!session.streams()) {
            throw HttpFailure.bad(name + ": must write text to be streamed, is for "
                    + session.card().task());
        }
        I input = refusing(() -> reading.of(form));
        if (!streams.tryAcquire()) {
            throw HttpFailure.unavailable(limits.batch() + " texts are being written; try again later");
        }
        try (TextStream<A> stream = refusing(() -> session.stream(prepare(input)))) {
            return work.apply(stream);
        } finally {
            streams.release();
        }
    }

    /** Counts a piece of a stream. */
    void countPiece() {
        pieces.run();
    }

    /** What an answer says beside its text. */
    Map<String, Object> rest(A answer) {
        Map<String, Object> json = new LinkedHashMap<>(session.answerForm().toJson(answer));
        json.remove("text");
        return json;
    }

    /** Makes an input of a request, by its form. */
    interface Reading<I> {
        I of(InputForm<I> form);
    }

    /** Answers each of several inputs; one that cannot be answered has its error in its place. */
    List<Map<String, Object>> answerEach(List<? extends Reading<I>> readings, Client client) {
        List<Map<String, Object>> rows = new ArrayList<>();
        List<Prepared<A>> good = new ArrayList<>();
        List<Integer> places = new ArrayList<>();
        for (Reading<I> reading : readings) {
            try {
                I input = reading.of(form);
                good.add(prepare(input));
                places.add(rows.size());
                rows.add(Map.of());
            } catch (DataException | IllegalArgumentException e) {
                rows.add(Map.of("error", String.valueOf(e.getMessage())));
            }
        }
        List<Outcome<A>> outcomes = good.isEmpty() ? List.of() : await(batcher.submit(good), client);
        for (int i = 0; i < outcomes.size(); i++) {
            Outcome<A> outcome = outcomes.get(i);
            rows.set(
                    places.get(i),
                    outcome.failure() == null
                            ? session.answerForm().toJson(outcome.answer())
                            : Map.of("error", String.valueOf(outcome.failure().getMessage())));
        }
        return rows;
    }

    private Map<String, Object> toJson(Outcome<A> outcome, String item) {
        return session.answerForm().toJson(answer(outcome, item));
    }

    private A answer(Outcome<A> outcome, String item) {
        RuntimeException failure = outcome.failure();
        if (failure instanceof DataException) {
            throw HttpFailure.bad(item + failure.getMessage());
        }
        if (failure != null) {
            LOG.warn("{} {}: {}", name, version, failure.toString(), failure);
            throw HttpFailure.of(500, item + "the model failed: " + failure.getMessage());
        }
        return outcome.answer();
    }

    private List<Outcome<A>> answers(List<I> inputs, Client client) {
        List<Prepared<A>> prepared =
                inputs.stream().map(input -> refusing(() -> prepare(input))).toList();
        return await(batcher.submit(prepared), client);
    }

    /** Makes an input ready for the network, if it is not too long. */
    private Prepared<A> prepare(I input) {
        Prepared<A> ready = session.prepare(input);
        if (ready.length() > limits.tokens()) {
            throw new DataException(form.fields().get(0).name() + ": must be at most " + limits.tokens()
                    + " tokens here, got " + ready.length());
        }
        return ready;
    }

    private List<Outcome<A>> await(CompletableFuture<List<Outcome<A>>> answer, Client client) {
        long end = System.nanoTime() + limits.deadline().toNanos();
        try {
            for (long left = end - System.nanoTime(); left > 0; left = end - System.nanoTime()) {
                try {
                    return answer.get(Math.min(left, LOOK_NANOS), TimeUnit.NANOSECONDS);
                } catch (TimeoutException e) {
                    if (client.gone()) {
                        answer.cancel(false);
                        throw HttpFailure.of(CLIENT_LEFT, "the client left");
                    }
                }
            }
            answer.cancel(false);
            throw HttpFailure.unavailable(
                    "not answered within the deadline of " + limits.deadline().toMillis() + " ms");
        } catch (InterruptedException e) {
            answer.cancel(false);
            Thread.currentThread().interrupt();
            throw HttpFailure.unavailable("the server stops");
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        }
    }

    private static <T> T refusing(java.util.function.Supplier<T> reading) {
        try {
            return reading.get();
        } catch (DataException | IllegalArgumentException e) {
            throw HttpFailure.bad(e.getMessage());
        }
    }

    /** Answers a request of the Open Inference Protocol. */
    InferResponse infer(InferRequest request, Client client) {
        Map<String, Tensor> tensors = request.inputs();
        for (String given : tensors.keySet()) {
            if (form.fields().stream().noneMatch(field -> field.name().equals(given))) {
                throw HttpFailure.bad("inputs: " + given + ": must be one of " + form.names());
            }
        }
        int items = items(tensors);
        List<I> inputs = new ArrayList<>();
        for (int i = 0; i < items; i++) {
            int item = i;
            inputs.add(refusing(() -> form.fromTensors(tensors, item)));
        }
        List<Outcome<A>> outcomes = answers(inputs, client);
        List<A> answers = new ArrayList<>();
        for (int i = 0; i < items; i++) {
            answers.add(answer(outcomes.get(i), items == 1 ? "" : "item " + i + ": "));
        }
        Map<String, Tensor> outputs = new LinkedHashMap<>();
        for (AnswerForm.Part<A> part : session.answerForm().parts()) {
            outputs.put(
                    part.form().name(),
                    refusing(() ->
                            Tensor.stack(answers.stream().map(part.value()).toList())));
        }
        return InferResponse.of(name, version, request, outputs);
    }

    private int items(Map<String, Tensor> tensors) {
        long items = -1;
        for (Map.Entry<String, Tensor> tensor : tensors.entrySet()) {
            long given = tensor.getValue().shape().get(0);
            if (given < 1 || given > limits.queue()) {
                throw HttpFailure.bad(tensor.getKey() + ": shape: must have between 1 and " + limits.queue()
                        + " items on its first axis, got " + given);
            }
            if (items >= 0 && items != given) {
                throw HttpFailure.bad(
                        tensor.getKey() + ": shape: must have as many items on its first axis as the other"
                                + " inputs, " + items + ", got " + given);
            }
            items = given;
        }
        return (int) items;
    }

    /** The model's metadata as the protocol has them. */
    Map<String, Object> metadata(List<String> versions) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("name", name);
        json.put("versions", versions);
        json.put("platform", "bestiary");
        json.put(
                "inputs",
                form.fields().stream()
                        .map(Field::tensor)
                        .map(ServedModel::metadata)
                        .toList());
        json.put(
                "outputs",
                session.answerForm().parts().stream()
                        .map(part -> metadata(part.form()))
                        .toList());
        return json;
    }

    private static Map<String, Object> metadata(TensorForm form) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("name", form.name());
        json.put("datatype", form.datatype().name());
        json.put("shape", form.shape());
        return json;
    }

    /** What people want to know about the model, and how its inputs look. */
    Map<String, Object> card(List<String> versions) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("name", name);
        json.put("version", version);
        json.put("versions", versions);
        json.put("task", session.card().task());
        json.put("architecture", session.card().architecture());
        json.put("hyperparameters", session.card().hyperparameters());
        json.put("metrics", session.card().metrics());
        json.put("provenance", session.card().provenance());
        List<Map<String, Object>> fields = new ArrayList<>();
        for (Field<?> field : form.fields()) {
            Map<String, Object> shown = new LinkedHashMap<>();
            shown.put("name", field.name());
            shown.put("kind", field.kind());
            shown.put("required", field.otherwise().isEmpty());
            field.otherwise().ifPresent(value -> shown.put("default", value));
            shown.putAll(field.schema());
            fields.add(shown);
        }
        json.put("fields", fields);
        json.put("example", form.example());
        json.put("limits", limits.toJson());
        return json;
    }

    /** Answers what it has accepted, then frees the network. */
    @Override
    public void close() {
        batcher.close();
        session.close();
    }
}
