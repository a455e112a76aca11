package io.bestiary.training.optimizer;

import ai.djl.ndarray.NDArray;
import java.util.List;

/**
 * One parameter in one step, as the arithmetic of an optimizer sees it.
 *
 * @param weight to be changed in place
 * @param gradient to be left as it is
 * @param state this parameter's arrays, zeros before the first step, to be changed in place
 * @param step the number of this step, from 1
 * @param rate the learning rate
 * @param decay the weight decay, 0 for a parameter that is spared
 */
record Update(
        NDArray weight, NDArray gradient, List<NDArray> state, long step, double rate, double decay, Numbers numbers) {

    /** A number as an array without dimensions. */
    NDArray number(double value) {
        return numbers.of(value);
    }

    /** Decay as the gradient of a penalty: gradient + decay * weight. */
    NDArray gradientWithDecay() {
        return decay == 0 ? gradient : weight.mul(number(decay)).addi(gradient);
    }

    /** Decay apart from the gradient: shrinks the weight by the factor 1 - rate * decay. */
    void decayWeight() {
        if (decay != 0) {
            weight.muli(number(1 - rate * decay));
        }
    }

    /** Moves the weight against a direction, scaled by the rate; the direction stays as it is. */
    void descend(NDArray direction) {
        weight.subi(direction.mul(number(rate)));
    }

    /** Moving average: average * kept + value * added. */
    void average(NDArray average, double kept, NDArray value, double added) {
        average.muli(number(kept)).addi(value.mul(number(added)));
    }
}
