package io.bestiary.inference.form;

import java.util.List;

/**
 * What a tensor of a request or an answer looks like.
 *
 * @param shape of the whole batch; -1 where any size will do, first of all the batch itself
 */
public record TensorForm(String name, Datatype datatype, List<Long> shape) {

    public TensorForm {
        shape = List.copyOf(shape);
    }

    /** With the shape of one item, to which the batch axis is added. */
    public static TensorForm of(String name, Datatype datatype, Long... item) {
        Long[] shape = new Long[item.length + 1];
        shape[0] = -1L;
        System.arraycopy(item, 0, shape, 1, item.length);
        return new TensorForm(name, datatype, List.of(shape));
    }

    /** Whether a tensor has this shape. */
    public boolean fits(Tensor tensor) {
        if (tensor.shape().size() != shape.size()) {
            return false;
        }
        for (int i = 0; i < shape.size(); i++) {
            if (shape.get(i) >= 0 && !shape.get(i).equals(tensor.shape().get(i))) {
                return false;
            }
        }
        return true;
    }

    @Override
    public String toString() {
        return datatype + " " + shape;
    }
}
