package io.bestiary.datasets;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class Sha256Test {

    /** FIPS 180-2, appendix B. */
    @Test
    void hashesAsPublished() {
        assertThat(SmallSet.sha256("abc"))
                .isEqualTo("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    }

    /** {@code printf abc > a; printf '' > b; sha256sum a b | sha256sum}. */
    @Test
    void hashesManyAsSha256sumDoes() {
        TreeMap<String, String> files = new TreeMap<>();
        files.put("b", SmallSet.sha256(""));
        files.put("a", SmallSet.sha256("abc"));
        assertThat(Sha256.ofFiles(files)).isEqualTo("09c7e0b8a02d027d95ec0375a600ed4ad4d6b26a1c93f16d9150cab5fec761a6");
    }
}
