package io.bestiary.datasets.text;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A visible character for each byte, as GPT-2's files write them: bytes that are visible in Latin-1 stand for themselves,
 * the others for the characters from U+0100 on.
 */
final class ByteAlphabet {
    private static final char[] CHARACTERS = new char[256];
    private static final short[] BYTES = new short[512];

    static {
        java.util.Arrays.fill(BYTES, (short) -1);
        char other = 0x100;
        for (int value = 0; value < 256; value++) {
            boolean visible = (value >= '!' && value <= '~') || (value >= 0xA1 && value <= 0xFF && value != 0xAD);
            CHARACTERS[value] = visible ? (char) value : other++;
            BYTES[CHARACTERS[value]] = (short) value;
        }
    }

    private ByteAlphabet() {}

    /** All 256, in the order of the characters. */
    static List<String> characters() {
        return IntStream.range(0, BYTES.length)
                .filter(c -> BYTES[c] >= 0)
                .mapToObj(Character::toString)
                .toList();
    }

    static char of(byte value) {
        return CHARACTERS[value & 0xff];
    }

    /** The bytes of a text in UTF-8, a character for each. */
    static String of(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        StringBuilder characters = new StringBuilder(bytes.length);
        for (byte value : bytes) {
            characters.append(of(value));
        }
        return characters.toString();
    }

    /** Whether all characters stand for bytes. */
    static boolean spells(String token) {
        return token.chars().allMatch(c -> c < BYTES.length && BYTES[c] >= 0);
    }

    /** The bytes that a token's characters stand for. */
    static byte[] bytes(String token) {
        byte[] bytes = new byte[token.length()];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) BYTES[token.charAt(i)];
        }
        return bytes;
    }
}
