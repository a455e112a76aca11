package io.bestiary.zoo.nn;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;
import io.bestiary.zoo.engine.Fused;
import io.bestiary.zoo.engine.OneDnn;

/** x W' + b over the last axis: (..., in) -> (..., units). */
public final class Linear extends NamedBlock {
    /** With fewer multiplications the call that reads a packed matrix costs what the product gains. */
    private static final long LEAST = 1L << 21;

    /** A matrix of so many numbers is not kept twice. */
    private static final long LARGE = 1L << 18;

    /** In training: the fewest rows, the most numbers put out, and multiplications that do not pay yet. */
    private static final long LEAST_ROWS = 64;

    private static final long MOST_OUTPUTS = 1L << 22;
    private static final long TOO_FEW = 1L << 25;

    private final int units;
    private final Parameter weight;
    private final Parameter bias;
    private NDArray packed;

    Linear(int units, boolean shifts) {
        this.units = units;
        weight = parameter("weight", Parameter.Type.WEIGHT, Distribution.standard(Parameter.Type.WEIGHT), null);
        bias = shifts
                ? parameter("bias", Parameter.Type.BIAS, Distribution.standard(Parameter.Type.BIAS), new Shape(units))
                : null;
    }

    /**
     * Multiplies.
     *
     * @param pass in training gradients are asked for
     * @param x (..., in)
     * @param weight (units, in)
     * @param bias (units), or null
     * @return (..., units)
     */
    public static NDArray of(Pass pass, NDArray x, NDArray weight, NDArray bias) {
        return of(pass.training() ? paysInTraining(x, weight) : OneDnn.outruns(x, weight), x, weight, bias);
    }

    /**
     * oneDNN's gradients cost it copies: of the matrix, which few rows do not repay, and of what it reads and puts out, which for
     * a large vocabulary is much memory. They have no gradients of their own: for those some critics ask, which read one row
     * for each picture.
     */
    private static boolean paysInTraining(NDArray x, NDArray weight) {
        long rows = x.size() / x.getShape().tail();
        return x.getShape().dimension() > 2
                && rows >= LEAST_ROWS
                && rows * weight.size(0) <= MOST_OUTPUTS
                && rows * weight.size() > TOO_FEW
                && OneDnn.packsMatrix(weight);
    }

    private static NDArray of(boolean fused, NDArray x, NDArray weight, NDArray bias) {
        // PyTorch adds to more than rows in a pass of its own, over what it first filled with zeros.
        boolean asItIs = x.getShape().dimension() <= 2 || (bias == null && !fused);
        NDArray rows = asItIs ? x : x.reshape(-1, x.getShape().tail());
        NDArray product = fused
                ? Fused.linear(rows, weight, bias)
                : ai.djl.nn.core.Linear.linear(rows, weight, bias).singletonOrThrow();
        return asItIs ? product : product.reshape(over(x.getShape(), weight.size(0)));
    }

    private static Shape over(Shape x, long units) {
        return x.slice(0, x.dimension() - 1).add(units);
    }

    @Override
    protected void prepare(Shape[] inputs) {
        weight.setShape(new Shape(units, inputs[0].tail()));
    }

    @Override
    protected NDList forward(Pass pass, NDList inputs) {
        NDArray x = inputs.singletonOrThrow();
        NDArray matrix = pass.value(weight, x);
        NDArray shift = bias == null ? null : pass.value(bias, x);
        boolean fits = packed != null && (packed == matrix || x.size() * units >= LEAST);
        return new NDList(fits ? of(true, x, packed, shift) : of(pass, x, matrix, shift));
    }

    /** Packs the matrix, for answers alone; the values of a large one go. */
    void pack() {
        NDArray matrix = weight.getArray();
        if (packed != null || !OneDnn.packsMatrix(matrix)) {
            return;
        }
        packed = Fused.packedMatrix(matrix);
        if (matrix.size() >= LARGE) {
            matrix.intern(packed);
            packed = matrix;
        }
    }

    @Override
    protected Shape[] trace(Tracer tracer, Shape... inputs) {
        return new Shape[] {over(inputs[0], units)};
    }
}
