package io.bestiary.training;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaMethodCall;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.util.List;
import java.util.Set;

/** Holds what the design says of the modules: who sees whom, and no cycles. */
@AnalyzeClasses(packages = "io.bestiary", importOptions = DoNotIncludeTests.class)
class ModuleBordersTest {

    @ArchTest
    static final ArchRule MODULES = layeredArchitecture()
            .consideringOnlyDependenciesInLayers()
            .layer("datasets")
            .definedBy("io.bestiary.datasets..")
            .layer("zoo")
            .definedBy("io.bestiary.zoo..")
            .layer("inference")
            .definedBy("io.bestiary.inference..")
            .layer("training")
            .definedBy("io.bestiary.training..")
            .whereLayer("training")
            .mayNotBeAccessedByAnyLayer()
            .whereLayer("inference")
            .mayOnlyBeAccessedByLayers("training")
            .whereLayer("datasets")
            .mayOnlyBeAccessedByLayers("inference", "training")
            .whereLayer("zoo")
            .mayOnlyBeAccessedByLayers("inference", "training");

    @ArchTest
    static final ArchRule NO_PACKAGE_CYCLES =
            slices().matching("io.bestiary.(**)").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule NO_ENGINE_IS_IMPORTED = noClasses()
            .that()
            .resideOutsideOfPackage("io.bestiary.zoo.engine")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("ai.djl.pytorch..", "ai.djl.mxnet..");

    /** MXNet may read DJL's copy of the values after it was collected; see {@link io.bestiary.zoo.engine.HostMemory}. */
    @ArchTest
    static final ArchRule ARRAYS_ARE_MADE_OF_BUFFERS_THAT_STAY = noClasses()
            .that()
            .doNotHaveFullyQualifiedName("io.bestiary.zoo.engine.HostMemory")
            .and()
            .doNotHaveFullyQualifiedName("io.bestiary.datasets.HostTensor")
            .should()
            .callMethodWhere(DescribedPredicate.describe(
                    "values are handed to NDManager.create or NDArray.set, not to HostMemory or HostTensor",
                    ModuleBordersTest::handsOverValues));

    private static final Set<String> NOT_READ_AGAIN =
            Set.of("add", "addi", "sub", "subi", "clip", "eq", "neq", "gt", "gte", "lt", "lte");

    /**
     * The backward pass on PyTorch may read the number after it was collected; see
     * {@link io.bestiary.zoo.engine.HostMemory#number}. What it does not read again may be a number: what is added or
     * subtracted, the bounds of clip, and what is compared with.
     */
    @ArchTest
    static final ArchRule NUMBERS_ARE_ARRAYS_WHERE_GRADIENTS_FLOW = noClasses()
            .should()
            .callMethodWhere(DescribedPredicate.describe(
                    "a Java number multiplies, divides, is a power or a bound, and is not made by HostMemory.number",
                    ModuleBordersTest::calculatesWithANumber));

    private static boolean calculatesWithANumber(JavaMethodCall call) {
        return (call.getTargetOwner().isAssignableTo(NDArray.class)
                        || call.getTargetOwner().isEquivalentTo(NDArrays.class))
                && !NOT_READ_AGAIN.contains(call.getName())
                && call.getTarget().getRawParameterTypes().stream().anyMatch(type -> type.isAssignableTo(Number.class));
    }

    private static boolean handsOverValues(JavaMethodCall call) {
        List<JavaClass> parameters = call.getTarget().getRawParameterTypes();
        String first = parameters.isEmpty() ? "" : parameters.get(0).getName();
        return switch (call.getName()) {
            case "create" ->
                call.getTargetOwner().isAssignableTo(NDManager.class) && !first.equals(Shape.class.getName());
            case "set" ->
                call.getTargetOwner().isAssignableTo(NDArray.class)
                        && parameters.size() == 1
                        && !first.startsWith("ai.djl");
            default -> false;
        };
    }
}
