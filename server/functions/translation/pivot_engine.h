#pragma once

#include <QHash>

#include "server/functions/translation/translation_engine.h"

namespace parley::functions {

// Two steps of another engine by way of a language in between, for pairs that it does not know in
// one: en-es-pt. Errors add up, so its answers say `via`. Thread: functions.
class PivotEngine final : public TranslationEngine
{
public:
    explicit PivotEngine(TranslationEngine &steps); // borrowed; outlives us

    QString id() const override { return m_steps.id(); }
    QString model() const override { return m_steps.model() + QStringLiteral("/pivot"); }
    EngineCapabilities capabilities() const override { return m_steps.capabilities(); }
    bool supports(const QString &source, const QString &target) const override;
    quint64 translate(EngineRequest request, Done done) override;
    void cancel(quint64 job) override;
    void prewarm(const QString &source, const QString &target) override;
    EngineStatus status() const override; // only the pairs that need two steps

private:
    QString between(const QString &source, const QString &target) const; // "" when none will do
    void firstDone(quint64 id, const EngineOutcome &first);
    void secondDone(quint64 id, const EngineOutcome &first, EngineOutcome second);
    void finish(quint64 id, const EngineOutcome &outcome);

    struct Job {
        EngineRequest request{};
        QString via{};
        Done done{};
        quint64 step = 0; // job of the other engine
    };

    TranslationEngine &m_steps;
    QHash<quint64, Job> m_jobs;
    quint64 m_lastJob = 0;
};

} // namespace parley::functions
