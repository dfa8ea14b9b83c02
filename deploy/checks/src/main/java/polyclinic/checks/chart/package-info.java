/** The Helm chart, made of what the overlays render, so that there is one source. */
@NullMarked
package polyclinic.checks.chart;

import org.jspecify.annotations.NullMarked;
