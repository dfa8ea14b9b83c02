package polyclinic.clients.replay.bundle;

import java.util.List;
import polyclinic.clients.replay.plan.ImportPlan;

/**
 * The records of a set of files.
 *
 * @param patients one plan for each patient, at least one
 * @param rest what belongs to none of several patients; for one patient it is empty, and their plan has all
 */
public record Records(List<ImportPlan> patients, ImportPlan rest) {}
