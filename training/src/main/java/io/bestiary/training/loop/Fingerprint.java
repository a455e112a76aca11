package io.bestiary.training.loop;

import ai.djl.nn.Parameter;
import io.bestiary.zoo.nn.Network;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;

/** SHA-256 over the names and the bytes of all weights: two networks that share it are the same network. */
final class Fingerprint {

    private Fingerprint() {}

    static String of(Network network) {
        MessageDigest digest = sha256();
        for (Map.Entry<String, Parameter> entry : network.parameters().entrySet()) {
            digest.update(entry.getKey().getBytes(StandardCharsets.UTF_8));
            digest.update(entry.getValue().getArray().toByteArray());
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
