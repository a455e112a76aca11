package io.bestiary.training;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

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
}
