#pragma once

#include <vector>

#include <QElapsedTimer>
#include <QHash>
#include <QObject>

#include "server/base/thread_affine.h"
#include "server/functions/translation/phrasebook.h"
#include "server/functions/translation/translation_cache.h"
#include "server/functions/translation/translation_engine.h"
#include "server/functions/translation/translator.h"

namespace parley::functions {

// The means of translation in order: glossary, when the text is nothing but its terms - phrasebook
// - cache - engines, the first that knows the pair first, or as the room orders them - the original
// with a reason. A layer that fails gives way to the next. What takes longer
// than the deadline is answered with the original. Never invents a translation.
// Thread: functions.
class TranslationChain final : public QObject, public Translator
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(TranslationChain)

public:
    static constexpr std::chrono::milliseconds kDeadline{2000}; // for all layers of one text

    //! \param engines in order of preference; borrowed, outlive us
    TranslationChain(Phrasebook phrasebook, std::vector<TranslationEngine *> engines,
                     std::chrono::milliseconds deadline = kDeadline, QObject *parent = nullptr);

    void translate(TranslationTask task, std::function<void(Translation)> done) override;
    void prewarm(const QString &source, const QString &target);
    std::vector<EngineStatus> status() const;

private:
    struct Job {
        TranslationTask task{};
        std::function<void(Translation)> done{};
        QElapsedTimer clock{};
        QDeadlineTimer deadline{};
        std::vector<TranslationEngine *> engines{}; // that know the pair, in the room's order
        std::size_t next = 0; // of those, to ask
        std::size_t asked = 0; // engines that failed
        TranslationEngine *engine = nullptr; // asked now
        quint64 engineJob = 0;
        QString problem{}; // of the last engine that failed
    };

    std::vector<TranslationEngine *> enginesFor(const TranslationTask &task) const;
    void askNext(quint64 id);
    bool answerFromCache(quint64 id, const TranslationEngine &engine);
    void engineDone(quint64 id, const EngineOutcome &outcome);
    void expired(quint64 id);
    void finish(quint64 id, Translation translation);
    void finishWithPhrase(quint64 id, const QString &text, const QString &engine);
    void finishWithOriginal(quint64 id, TranslationStatus status, const QString &reason);
    QString reasonForNone(const TranslationTask &task) const;
    TranslationCache::Question questionOf(const Job &job, const TranslationEngine &engine) const;

    const Phrasebook m_phrasebook;
    const std::vector<TranslationEngine *> m_engines;
    const std::chrono::milliseconds m_deadline;
    TranslationCache m_cache;
    QHash<quint64, Job> m_jobs;
    quint64 m_lastJob = 0;
    ThreadAffine m_thread;
};

} // namespace parley::functions
