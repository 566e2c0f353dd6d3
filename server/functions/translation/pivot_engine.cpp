#include "server/functions/translation/pivot_engine.h"

#include <utility>

#include "server/functions/utf8_text.h"
#include "server/types/language.h"

namespace parley::functions {
namespace {

// Spanish first: most of Apertium's pairs begin or end there.
constexpr QStringView kBetween[] = {u"es", u"en", u"ca", u"fr"};

} // namespace

PivotEngine::PivotEngine(TranslationEngine &steps) : m_steps(steps) {}

QString PivotEngine::between(const QString &source, const QString &target) const
{
    for (const QStringView each : kBetween) {
        const QString via = each.toString();
        if (via != source && via != target && m_steps.supports(source, via)
            && m_steps.supports(via, target))
            return via;
    }
    return {};
}

bool PivotEngine::supports(const QString &source, const QString &target) const
{
    return source != target && !m_steps.supports(source, target)
        && !between(source, target).isEmpty();
}

quint64 PivotEngine::translate(EngineRequest request, Done done)
{
    const quint64 id = ++m_lastJob;
    const QString target = request.targets.value(0);
    const QString via = between(request.source, target);
    m_jobs.insert(id, Job{request, via, std::move(done), 0});
    if (via.isEmpty()) {
        EngineOutcome outcome;
        outcome.target = target;
        outcome.error = EngineError::Unsupported;
        outcome.problem = QStringLiteral("no language lies in between");
        finish(id, outcome);
        return id;
    }
    request.targets = {via};
    const quint64 step = m_steps.translate(
        std::move(request), [this, id](const EngineOutcome &first) { firstDone(id, first); });
    if (const auto job = m_jobs.find(id); job != m_jobs.end() && job->step == 0)
        job->step = step;
    return id;
}

void PivotEngine::firstDone(quint64 id, const EngineOutcome &first)
{
    const auto job = m_jobs.find(id);
    if (job == m_jobs.end())
        return;
    if (first.error != EngineError::None) {
        EngineOutcome outcome = first;
        outcome.target = job->request.targets.first();
        return finish(id, outcome);
    }
    EngineRequest second = job->request;
    second.texts = first.texts;
    second.source = job->via;
    for (GlossaryTerm &term : second.glossary) // translated by the first step, and to stay so
        term = {term.translation.empty() ? term.term : term.translation, {}};
    const quint64 step
        = m_steps.translate(std::move(second), [this, id, first](EngineOutcome outcome) {
              secondDone(id, first, std::move(outcome));
          });
    if (const auto open = m_jobs.find(id); open != m_jobs.end())
        open->step = step;
}

void PivotEngine::secondDone(quint64 id, const EngineOutcome &first, EngineOutcome second)
{
    const auto job = m_jobs.find(id);
    if (job == m_jobs.end())
        return;
    second.pair = first.pair + u'+' + second.pair;
    second.via = {job->via};
    second.unknown = 1 - (1 - first.unknown) * (1 - second.unknown);
    second.ms += first.ms;
    finish(id, second);
}

void PivotEngine::finish(quint64 id, const EngineOutcome &outcome)
{
    const Done done = m_jobs.take(id).done;
    done(outcome);
}

void PivotEngine::cancel(quint64 job)
{
    if (const auto open = m_jobs.find(job); open != m_jobs.end()) {
        m_steps.cancel(open->step);
        m_jobs.erase(open);
    }
}

void PivotEngine::prewarm(const QString &source, const QString &target)
{
    const QString via = between(source, target);
    if (via.isEmpty())
        return;
    m_steps.prewarm(source, via);
    m_steps.prewarm(via, target);
}

EngineStatus PivotEngine::status() const
{
    EngineStatus status{id().toStdString(), {}, {}};
    for (const Language &source : languages()) {
        for (const Language &target : languages()) {
            const QString from = toText(source.code);
            const QString to = toText(target.code);
            if (supports(from, to))
                status.pairs.push_back({std::string(source.code), std::string(target.code),
                                        between(from, to).toStdString()});
        }
    }
    return status;
}

} // namespace parley::functions
