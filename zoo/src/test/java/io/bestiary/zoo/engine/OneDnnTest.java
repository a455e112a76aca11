package io.bestiary.zoo.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class OneDnnTest {
    @Test
    void knowsTheProcessorsThatItErrsOn() {
        assertThat(OneDnn.errsOn(List.of("vendor_id\t: AuthenticAMD", "cpu family\t: 26")))
                .isTrue();
        assertThat(OneDnn.errsOn(List.of("vendor_id\t: AuthenticAMD", "cpu family\t: 25")))
                .isFalse();
        assertThat(OneDnn.errsOn(List.of("vendor_id\t: GenuineIntel", "cpu family\t: 26")))
                .isFalse();
        assertThat(OneDnn.errsOn(List.of())).isFalse();
    }

    @Test
    void blocksAreAsWideAsTheInstructionsThatItIsKeptTo() {
        assertThat(OneDnn.block(null)).isEqualTo(16);
        assertThat(OneDnn.block("AVX512_CORE")).isEqualTo(16);
        assertThat(OneDnn.block("AVX2")).isEqualTo(8);
        assertThat(OneDnn.block("AVX")).isEqualTo(8);
    }

    @Test
    void packsWhereThereIsAvx2() {
        assertThat(OneDnn.packsOn(List.of("flags\t\t: fpu avx avx2 bmi2"))).isTrue();
        assertThat(OneDnn.packsOn(List.of("flags\t\t: fpu avx"))).isFalse();
        assertThat(OneDnn.packsOn(List.of())).isFalse();
    }

    @Test
    void itsProductsAreFasterOnProcessorsOfAmdWithAvx512() {
        String amd = "vendor_id\t: AuthenticAMD";
        assertThat(OneDnn.outrunsOn(List.of(amd, "flags\t\t: fpu avx2 avx512f avx512dq")))
                .isTrue();
        assertThat(OneDnn.outrunsOn(List.of(amd, "flags\t\t: fpu avx2"))).isFalse();
        assertThat(OneDnn.outrunsOn(List.of("vendor_id\t: GenuineIntel", "flags\t\t: fpu avx512f")))
                .isFalse();
        assertThat(OneDnn.outrunsOn(List.of())).isFalse();
    }
}
