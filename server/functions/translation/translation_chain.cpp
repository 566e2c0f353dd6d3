#include "server/functions/translation/translation_chain.h"

#include <utility>

#include <QTimer>

#include "server/base/digest.h"
#include "server/base/encoding.h"
#include "server/functions/text/protected_text.h"
#include "server/functions/utf8_text.h"
#include "server/types/language.h"

namespace parley::functions {
namespace {

using namespace Qt::StringLiterals;

QString englishNameOf(const QString &code)
{
    const auto language = languageByCode(code.toStdString());
    return language ? QString::fromStdString(std::string(language->englishName)) : code;
}

bool knowsTarget(const TranslationEngine &engine, const QString &target)
{
    for (const Language &source : languages()) {
        const auto code = QString::fromStdString(std::string(source.code));
        if (engine.supports(code, target))
            return true;
    }
    return false;
}

Translation translationFrom(const CachedTranslation &cached, const TranslationEngine &engine)
{
    Translation translation;
    translation.text = cached.text;
    translation.status = TranslationStatus::Cached;
    translation.engine = engine.id();
    translation.pair = cached.pair;
    translation.via = cached.via;
    translation.quality = u"draft"_s;
    translation.unknown = cached.unknown;
    return translation;
}

// Two rooms with the same terms share what was translated with them.
QString glossaryRevision(const std::vector<GlossaryTerm> &terms)
{
    std::string all;
    for (const GlossaryTerm &term : terms)
        all += term.term + '\x01' + term.translation + '\x02';
    return all.empty() ? QString() : toText(hex(sha256(all)));
}

} // namespace

TranslationChain::TranslationChain(Phrasebook phrasebook, std::vector<TranslationEngine *> engines,
                                   std::chrono::milliseconds deadline, QObject *parent) :
    QObject(parent),
    m_phrasebook(std::move(phrasebook)), m_engines(std::move(engines)), m_deadline(deadline)
{
}

void TranslationChain::translate(TranslationTask task, std::function<void(Translation)> done)
{
    PARLEY_ASSERT_OWN_THREAD();
    const quint64 id = ++m_lastJob;
    Job job;
    job.task = std::move(task);
    job.done = std::move(done);
    job.deadline = QDeadlineTimer(m_deadline);
    job.engines = enginesFor(job.task);
    job.clock.start();
    const TranslationTask asked = job.task;
    m_jobs.insert(id, std::move(job));
    const std::string text = asked.text.toStdString();
    if (asked.source == asked.target || ProtectedText(text).wordCount() == 0)
        return finishWithOriginal(id, TranslationStatus::Same, {});
    const bool hasTerms = !findGlossaryTerms(text, asked.glossary).empty();
    if (!hasTerms)
        m_jobs[id].task.glossary.clear(); // so that texts without terms share the cache
    if (hasTerms && ProtectedText(text, asked.glossary).wordCount() == 0)
        return finishWithPhrase(id, toText(ProtectedText(text, asked.glossary).withoutEngine()),
                                u"glossary"_s);
    const auto phrase = m_phrasebook.translate(asked.text, asked.source, asked.target);
    if (phrase && !hasTerms)
        return finishWithPhrase(id, *phrase, u"phrasebook"_s);
    QTimer::singleShot(m_deadline, this, [this, id] { expired(id); });
    askNext(id);
}

void TranslationChain::finishWithPhrase(quint64 id, const QString &text, const QString &engine)
{
    const TranslationTask &task = m_jobs[id].task;
    Translation translation;
    translation.text = text;
    translation.status = TranslationStatus::Phrasebook;
    translation.engine = engine;
    translation.pair = task.source + u'-' + task.target;
    translation.quality = u"good"_s;
    finish(id, std::move(translation));
}

// In the order that the room names them, or else in ours. An engine in two steps has one name.
std::vector<TranslationEngine *> TranslationChain::enginesFor(const TranslationTask &task) const
{
    std::vector<TranslationEngine *> able;
    const auto addAll = [&](const QString &id) {
        for (TranslationEngine *engine : m_engines)
            if ((id.isEmpty() || engine->id() == id) && engine->supports(task.source, task.target))
                able.push_back(engine);
    };
    if (!task.engines)
        addAll({});
    else
        for (const QString &id : *task.engines)
            addAll(id);
    return able;
}

void TranslationChain::askNext(quint64 id)
{
    Job &job = m_jobs[id];
    if (job.next == job.engines.size()) {
        const bool wasAsked = job.asked > 0;
        return finishWithOriginal(id,
                                  wasAsked ? TranslationStatus::Failed : TranslationStatus::None,
                                  wasAsked ? job.problem : reasonForNone(job.task));
    }
    TranslationEngine &engine = *job.engines[job.next++];
    if (answerFromCache(id, engine))
        return;
    job.engine = &engine;
    ++job.asked;
    const std::size_t asked = job.asked;
    EngineRequest request{
        {job.task.text}, job.task.source, {job.task.target}, job.deadline, job.task.glossary};
    const quint64 engineJob = engine.translate(
        std::move(request), [this, id](const EngineOutcome &outcome) { engineDone(id, outcome); });
    // The answer may have come already, and the next engine may have been asked.
    if (const auto open = m_jobs.find(id); open != m_jobs.end() && open->asked == asked)
        open->engineJob = engineJob;
}

bool TranslationChain::answerFromCache(quint64 id, const TranslationEngine &engine)
{
    const auto cached = m_cache.find(questionOf(m_jobs[id], engine));
    if (cached)
        finish(id, translationFrom(*cached, engine));
    return cached.has_value();
}

void TranslationChain::engineDone(quint64 id, const EngineOutcome &outcome)
{
    const auto job = m_jobs.find(id);
    if (job == m_jobs.end())
        return;
    if (outcome.error != EngineError::None || outcome.texts.size() != 1) {
        job->problem = outcome.problem;
        return askNext(id);
    }
    const CachedTranslation fresh{outcome.texts.first(), outcome.pair, outcome.via,
                                  outcome.unknown};
    m_cache.store(questionOf(*job, *job->engine), fresh);
    Translation translation = translationFrom(fresh, *job->engine);
    translation.status = TranslationStatus::Ok;
    finish(id, std::move(translation));
}

void TranslationChain::expired(quint64 id)
{
    const auto job = m_jobs.find(id);
    if (job == m_jobs.end())
        return;
    if (job->engine)
        job->engine->cancel(job->engineJob);
    finishWithOriginal(id, TranslationStatus::Failed, u"the translation took too long"_s);
}

void TranslationChain::finishWithOriginal(quint64 id, TranslationStatus status,
                                          const QString &reason)
{
    Translation translation;
    translation.text = m_jobs[id].task.text;
    translation.status = status;
    translation.reason = reason;
    if (status == TranslationStatus::Failed && m_jobs[id].engine)
        translation.engine = m_jobs[id].engine->id();
    finish(id, std::move(translation));
}

void TranslationChain::finish(quint64 id, Translation translation)
{
    const Job job = m_jobs.take(id);
    translation.ms = job.clock.elapsed();
    job.done(std::move(translation));
}

QString TranslationChain::reasonForNone(const TranslationTask &task) const
{
    const QString target = englishNameOf(task.target);
    if (task.engines)
        return u"this room asks no engine that knows %1 to %2"_s.arg(englishNameOf(task.source),
                                                                     target);
    bool isKnown = false;
    QString problem;
    for (const TranslationEngine *engine : m_engines) {
        isKnown = isKnown || knowsTarget(*engine, task.target);
        const EngineStatus status = engine->status();
        if (status.pairs.empty() && problem.isEmpty())
            problem = QString::fromStdString(status.problem);
    }
    if (isKnown)
        return u"no engine from %1 to %2"_s.arg(englishNameOf(task.source), target);
    if (problem.isEmpty())
        return u"no engine for %1"_s.arg(target);
    return u"no engine for %1: %2"_s.arg(target, problem);
}

TranslationCache::Question TranslationChain::questionOf(const Job &job,
                                                        const TranslationEngine &engine) const
{
    return {engine.id(),
            engine.model(),
            job.task.source,
            job.task.target,
            job.task.text,
            glossaryRevision(job.task.glossary),
            {}};
}

void TranslationChain::prewarm(const QString &source, const QString &target)
{
    PARLEY_ASSERT_OWN_THREAD();
    for (TranslationEngine *engine : m_engines) {
        if (engine->supports(source, target))
            return engine->prewarm(source, target);
    }
}

std::vector<EngineStatus> TranslationChain::status() const
{
    EngineStatus phrases{"phrasebook", {}, {}};
    for (const Language &source : languages()) {
        for (const Language &target : languages()) {
            const auto knows = [this](std::string_view code) {
                return m_phrasebook.hasLanguage(QString::fromStdString(std::string(code)));
            };
            if (source.code != target.code && knows(source.code) && knows(target.code))
                phrases.pairs.push_back({std::string(source.code), std::string(target.code), {}});
        }
    }
    std::vector<EngineStatus> all{phrases};
    for (const TranslationEngine *engine : m_engines) {
        EngineStatus status = engine->status();
        if (all.back().name == status.name) // the same engine in two steps
            all.back().pairs.insert(all.back().pairs.end(), status.pairs.begin(),
                                    status.pairs.end());
        else
            all.push_back(std::move(status));
    }
    return all;
}

} // namespace parley::functions
