package io.bestiary.zoo.nn;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** The publication an architecture comes from, and where the code departs from it. */
@Documented
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
public @interface Paper {
    String title();

    String authors();

    int year();

    String link();

    /** Each departure from the publication, a sentence each. */
    String[] deviations() default {};
}
