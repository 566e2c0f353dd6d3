#include "server/functions/translation/apertium_engine.h"

#include <algorithm>
#include <utility>

#include "server/functions/translation/post_edit.h"

namespace parley::functions {
namespace {

using namespace Qt::StringLiterals;

constexpr std::chrono::seconds kIdleCheck{30};

std::vector<std::string> placeholdersOf(std::string_view text)
{
    std::vector<std::string> found;
    for (const ProtectedSpan &each : findProtectedSpans(text))
        found.emplace_back(text.substr(each.span.begin, each.span.end - each.span.begin));
    std::sort(found.begin(), found.end());
    return found;
}

// Mending may not touch what was protected; the unmended text is fine otherwise.
QString mended(const QString &source, const std::string &translated, const QString &target)
{
    const QString plain = QString::fromStdString(translated);
    const QString edited = postEdited(source, plain, target);
    const bool isSafe = placeholdersOf(edited.toStdString()) == placeholdersOf(translated);
    return isSafe ? edited : plain;
}

QString problemOf(EngineError error)
{
    switch (error) {
    case EngineError::Timeout: return u"Apertium did not answer in time"_s;
    case EngineError::Throttled: return u"Apertium has too much to do"_s;
    case EngineError::BadInput: return u"the text is too long for Apertium"_s;
    default: return u"Apertium stopped while it worked on this text"_s;
    }
}

} // namespace

ApertiumEngine::ApertiumEngine(ApertiumOptions options, QObject *parent) :
    QObject(parent), m_options(std::move(options)),
    m_modes(ApertiumModes::discover(m_options.modesFolder, m_options.programFolders))
{
    connect(&m_idleCheck, &QTimer::timeout, this, &ApertiumEngine::stopIdle);
    m_idleCheck.start(kIdleCheck);
}

ApertiumEngine::~ApertiumEngine() = default;

EngineCapabilities ApertiumEngine::capabilities() const
{
    EngineCapabilities capabilities;
    capabilities.offline = true;
    capabilities.maxBytes = ApertiumChain::kMaxQuestionBytes / 2; // escaping may double it
    return capabilities;
}

bool ApertiumEngine::supports(const QString &source, const QString &target) const
{
    return m_modes.pairs.contains({source, target});
}

EngineStatus ApertiumEngine::status() const
{
    EngineStatus status{id().toStdString(), {}, m_modes.problem.toStdString()};
    for (const auto &[key, pair] : m_modes.pairs)
        status.pairs.push_back({key.first.toStdString(), key.second.toStdString(), {}});
    return status;
}

quint64 ApertiumEngine::translate(EngineRequest request, Done done)
{
    PARLEY_ASSERT_OWN_THREAD();
    const quint64 id = ++m_lastJob;
    const bool isOne = request.texts.size() == 1 && request.targets.size() == 1;
    const auto pair = isOne ? m_modes.pairs.find({request.source, request.targets.first()})
                            : m_modes.pairs.end();
    Job job{std::move(request), {}, {}, ProtectedText(""), {}, PlaceholderForm::TokensAndBlocks,
            std::move(done)};
    job.clock.start();
    const bool isKnown = pair != m_modes.pairs.end();
    if (isKnown) {
        job.pair = pair->second.name;
        job.stages = pair->second.stages;
        job.text = ProtectedText(job.request.texts.first().toStdString(), job.request.glossary);
    }
    m_jobs.insert(id, std::move(job));
    if (isKnown)
        ask(id);
    else
        finish(id, EngineError::Unsupported, u"Apertium does not know this pair"_s);
    return id;
}

void ApertiumEngine::cancel(quint64 job)
{
    PARLEY_ASSERT_OWN_THREAD();
    m_jobs.remove(job); // the chain's answer finds nobody
}

void ApertiumEngine::prewarm(const QString &source, const QString &target)
{
    PARLEY_ASSERT_OWN_THREAD();
    const auto pair = m_modes.pairs.find({source, target});
    if (pair != m_modes.pairs.end() && m_chains.size() < kMaxChains)
        chainFor(pair->second.name, pair->second.stages).start();
}

// Behind those who wait already, or a pair in use would never be without questions.
void ApertiumEngine::ask(quint64 id)
{
    const Job &job = m_jobs[id];
    if (m_waiting.isEmpty() && hasRoomFor(job.pair))
        return put(id);
    if (m_waiting.size() >= kMaxWaiting)
        return finish(id, EngineError::Throttled, problemOf(EngineError::Throttled));
    m_waiting.append(id);
    if (!job.request.deadline.isForever())
        QTimer::singleShot(job.request.deadline.remainingTime(), this, [this, id] { expire(id); });
}

void ApertiumEngine::put(quint64 id)
{
    const Job &job = m_jobs[id];
    const std::string stream = toApertium(job.text, job.form);
    const QDeadlineTimer deadline = job.request.deadline;
    chainFor(job.pair, job.stages)
        .ask(QByteArray::fromStdString(stream), deadline,
             [this, id](const ApertiumChain::Answer &answer) {
                 answered(id, answer);
                 serveWaiting();
             });
}

void ApertiumEngine::expire(quint64 id)
{
    if (m_waiting.removeOne(id) && m_jobs.contains(id))
        finish(id, EngineError::Timeout, problemOf(EngineError::Timeout));
}

void ApertiumEngine::serveWaiting()
{
    while (!m_waiting.isEmpty()) {
        const auto job = m_jobs.constFind(m_waiting.first());
        if (job == m_jobs.cend()) {
            m_waiting.removeFirst(); // cancelled
            continue;
        }
        if (!hasRoomFor(job->pair))
            return;
        put(m_waiting.takeFirst());
    }
}

void ApertiumEngine::answered(quint64 id, const ApertiumChain::Answer &answer)
{
    const auto job = m_jobs.find(id);
    if (job == m_jobs.end())
        return; // cancelled
    if (answer.error != EngineError::None)
        return finish(id, answer.error, problemOf(answer.error));
    const auto reply
        = fromApertium({answer.text.constData(), std::size_t(answer.text.size())}, job->text);
    if (reply)
        return translated(id, *reply);
    if (job->form == PlaceholderForm::BlocksOnly)
        return finish(id, EngineError::Protocol, u"Apertium lost a link or a name"_s);
    job->form = PlaceholderForm::BlocksOnly;
    put(id); // its chain is there: it has just answered
}

void ApertiumEngine::translated(quint64 id, const FromApertium &reply)
{
    Job &job = m_jobs[id];
    const std::size_t words = std::max<std::size_t>(job.text.wordCount(), 1);
    const double unknown = std::min(1.0, double(reply.unknownWords) / double(words));
    if (unknown >= 1.0 || (words >= kFewWords && unknown > kMaxUnknown))
        return finish(id, EngineError::Unsupported, u"Apertium knows too few of these words"_s);
    EngineOutcome outcome;
    outcome.target = job.request.targets.first();
    outcome.pair = job.pair;
    outcome.unknown = unknown;
    outcome.ms = job.clock.elapsed();
    outcome.texts = {mended(job.request.texts.first(), reply.text, outcome.target)};
    const Done done = m_jobs.take(id).done;
    done(outcome);
}

void ApertiumEngine::finish(quint64 id, EngineError error, const QString &problem)
{
    const Job job = m_jobs.take(id);
    EngineOutcome outcome;
    outcome.target = job.request.targets.value(0);
    outcome.error = error;
    outcome.problem = problem;
    outcome.pair = job.pair;
    outcome.ms = job.clock.elapsed();
    job.done(outcome);
}

ApertiumChain &ApertiumEngine::chainFor(const QString &pair,
                                        const std::vector<StageCommand> &stages)
{
    if (!m_chains.contains(pair)) {
        makeRoom();
        m_chains.insert(pair, {new ApertiumChain(stages, m_options.times, this), {}});
    }
    LiveChain &live = m_chains[pair];
    live.idleAt.setRemainingTime(kIdleStop);
    return *live.chain;
}

bool ApertiumEngine::hasRoomFor(const QString &pair) const
{
    return m_chains.contains(pair) || m_chains.size() < kMaxChains
        || std::any_of(m_chains.cbegin(), m_chains.cend(),
                       [](const LiveChain &live) { return live.chain->isIdle(); });
}

// Stops that chain among those with nothing to do that was asked longest ago.
void ApertiumEngine::makeRoom()
{
    if (m_chains.size() < kMaxChains)
        return;
    auto oldest = m_chains.end();
    for (auto it = m_chains.begin(); it != m_chains.end(); ++it) {
        if (it->chain->isIdle() && (oldest == m_chains.end() || it->idleAt < oldest->idleAt))
            oldest = it;
    }
    if (oldest != m_chains.end())
        stop(oldest.key());
}

void ApertiumEngine::stop(const QString &pair)
{
    ApertiumChain *chain = m_chains.take(pair).chain;
    chain->deleteLater();
    chain->giveUp(EngineError::Transient);
}

void ApertiumEngine::stopIdle()
{
    QStringList idle;
    for (auto it = m_chains.cbegin(); it != m_chains.cend(); ++it) {
        if (it->idleAt.hasExpired() && it->chain->isIdle())
            idle.append(it.key());
    }
    for (const QString &pair : idle)
        stop(pair);
}

} // namespace parley::functions
