package polyclinic.notes.languagemodels;

import polyclinic.notes.ailogs.entries.AiModel;
import polyclinic.notes.ailogs.entries.AiUsage;

/** What a model answered. */
public record ModelAnswer(String text, AiModel model, AiUsage usage, long latencyMs) {}
