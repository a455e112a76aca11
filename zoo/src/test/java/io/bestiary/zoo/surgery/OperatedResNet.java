package io.bestiary.zoo.surgery;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import io.bestiary.zoo.cnn.CifarResNet;
import io.bestiary.zoo.nn.Hyperparameters;
import io.bestiary.zoo.nn.Network;
import java.util.List;
import java.util.Map;

/** What WEIGHTS.md shows of surgery. */
record OperatedResNet(List<Surgery.Change> changes, NDArray features, NDList logits) {

    static OperatedResNet of(Network trained, NDList pictures) {
        CifarResNet colours = CifarResNet.resnet20();
        CifarResNet grey = Hyperparameters.with(colours, Map.of("classes", 7, "channels", 1));
        Surgery.Result result = Surgery.fit(trained, colours, grey, trained.manager(), 1);
        List<Surgery.Change> changes = result.changes(); // linear.weight reset, (10, 64) to (7, 64), and two more
        Network network = result.network();
        Freezing.freeze(network, "conv1, bn1, layer1, *.bn2.bias"); // names, all below a name, * and ?
        NDArray features = InnerOutput.of(network, "layer3", pictures).head(); // (B, 64, 8, 8)
        try (Lora lora = Lora.on(network, "linear", 4, 8, 1)) { // rank 4, alpha 8; all else is frozen
            NDList logits = network.forward(pictures, true); // gradients become those of A and B: lora.gradients
            lora.apply(); // W + alpha / rank B A in the network, which keeps it
            return new OperatedResNet(changes, features, logits);
        }
    }
}
