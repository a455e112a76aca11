package io.bestiary.training.loop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

class SearchTest {

    @Test
    void suggestsATenthOfTheRateWithTheLeastLoss() {
        List<RateSearch.Trial> trials = List.of(
                new RateSearch.Trial(0.001, 2.3, 2.3),
                new RateSearch.Trial(0.01, 1.5, 1.9),
                new RateSearch.Trial(0.1, 1.4, 1.7),
                new RateSearch.Trial(1, 9, 2.9));
        assertThat(RateSearch.suggestion(trials).orElseThrow()).isCloseTo(0.01, within(1e-12));
        assertThat(RateSearch.suggestion(trials.subList(3, 4))).isEmpty();
        assertThat(RateSearch.suggestion(List.of())).isEmpty();
    }

    @Test
    void suggestsTheSmallestBatchThatIsNearlyAsFastAsAny() {
        List<BatchSearch.Trial> trials = List.of(
                new BatchSearch.Trial(16, 192), new BatchSearch.Trial(32, 300),
                new BatchSearch.Trial(64, 537), new BatchSearch.Trial(128, 540));
        assertThat(BatchSearch.suggestion(trials)).hasValue(64);
    }
}
