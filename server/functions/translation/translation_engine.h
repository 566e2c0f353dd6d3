#pragma once

#include <functional>
#include <vector>

#include <QDeadlineTimer>
#include <QString>
#include <QStringList>

#include "server/functions/engine_status.h"
#include "server/functions/text/glossary_terms.h"

namespace parley::functions {

// Why an engine gave no translation. Retry: Transient and Timeout once, Throttled after the given
// time; the others never. Auth and Quota switch a configured engine off.
enum class EngineError {
    None,
    Auth,
    Quota,
    Throttled,
    Unsupported,
    BadInput,
    Transient,
    Protocol, // truncated, wrong count, lost placeholder, junk
    Timeout,
    Cancelled,
};

struct EngineCapabilities {
    bool offline = false;
    bool batchTexts = false;
    bool multiTarget = false;
    bool detects = false;
    bool masksProfanity = false;
    qsizetype maxBytes = 0; // UTF-8, for one text
    qsizetype maxTexts = 1;
};

struct EngineRequest {
    QStringList texts{}; // people's words, placeholders not yet protected
    QString source{}; // BCP 47
    QStringList targets{};
    QDeadlineTimer deadline{QDeadlineTimer::Forever};
    std::vector<GlossaryTerm> glossary{}; // for these languages; put in by ProtectedText
};

// What became of one target of a request.
struct EngineOutcome {
    QString target{};
    EngineError error = EngineError::None;
    QString problem{}; // for people, when there is an error; never the text
    QStringList texts{}; // one for each text of the request, placeholders restored
    QString pair{}; // as the engine calls it, such as "eng-spa"
    QStringList via{}; // languages in between
    double unknown = 0; // share of words that were not known, 0 to 1
    qint64 ms = 0;
};

// Something that translates. Thread: functions. `done` runs on the same thread once for each
// target, perhaps before translate() returns, at the latest at the deadline, and never after
// cancel() or the engine's end. A caller keeps to the capabilities: no more texts and targets than
// they say.
class TranslationEngine
{
public:
    using Done = std::function<void(EngineOutcome)>;

    virtual ~TranslationEngine() = default;
    virtual QString id() const = 0; // "apertium"
    virtual QString model() const = 0; // changes when answers may change; part of the cache key
    virtual EngineCapabilities capabilities() const = 0;
    virtual bool supports(const QString &source, const QString &target) const = 0;
    virtual quint64 translate(EngineRequest request, Done done) = 0; // the job, for cancel()
    virtual void cancel(quint64 job) = 0;
    virtual void prewarm(const QString &source, const QString &target) = 0; // a hint
    virtual EngineStatus status() const = 0;
};

} // namespace parley::functions
