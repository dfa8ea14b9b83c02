package polyclinic.appointment.taskwork;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** When tasks are looked after that nobody did. */
@ConfigMapping(prefix = "polyclinic.tasks")
interface TaskConfig {
    /** How often a replica looks for tasks that are overdue. */
    @WithDefault("10S")
    Duration poll();
}
