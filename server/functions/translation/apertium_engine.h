#pragma once

#include <QElapsedTimer>
#include <QHash>
#include <QObject>
#include <QTimer>

#include "server/functions/text/protected_text.h"
#include "server/functions/translation/apertium_chain.h"
#include "server/functions/translation/apertium_modes.h"
#include "server/functions/translation/apertium_stream.h"
#include "server/functions/translation/translation_engine.h"

namespace parley::functions {

struct ApertiumOptions {
    QString modesFolder = QStringLiteral("/usr/share/apertium/modes");
    QStringList programFolders{}; // empty: PATH
    ChainTimes times{};
};

// Apertium's programs as an engine: no network, a few milliseconds a message, one chain of
// processes for each pair in use; when all that may live work, a question for another pair waits
// until one of them has nothing to do. Marks of unknown words give a score for free; when too much
// was unknown the translation is refused, because the original says more. Placeholders that do not
// come back unharmed are sent again as blocks, then given up: a damaged address is never delivered.
// Thread: functions. Source: facts on Apertium; memory of a chain 44-170 MiB.
class ApertiumEngine final : public QObject, public TranslationEngine
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(ApertiumEngine)

public:
    static constexpr qsizetype kMaxChains = 4; // alive at once: half a gigabyte at most
    static constexpr qsizetype kMaxWaiting = 256; // questions while all chains work; then Throttled
    static constexpr std::chrono::minutes kIdleStop{5}; // a chain that nobody asked is stopped
    static constexpr double kMaxUnknown = 0.4; // share of unknown words that is still worth reading
    static constexpr std::size_t kFewWords = 3; // in fewer one name is already a large share

    explicit ApertiumEngine(ApertiumOptions options, QObject *parent = nullptr);
    ~ApertiumEngine() override;

    QString id() const override { return QStringLiteral("apertium"); }
    QString model() const override { return QStringLiteral("installed"); }
    EngineCapabilities capabilities() const override;
    bool supports(const QString &source, const QString &target) const override;
    quint64 translate(EngineRequest request, Done done) override;
    void cancel(quint64 job) override;
    void prewarm(const QString &source, const QString &target) override;
    EngineStatus status() const override;

    qsizetype liveChains() const { return m_chains.size(); }

private:
    struct Job {
        EngineRequest request{};
        QString pair{};
        std::vector<StageCommand> stages{};
        ProtectedText text{""};
        QElapsedTimer clock{};
        PlaceholderForm form = PlaceholderForm::TokensAndBlocks;
        Done done{};
    };
    struct LiveChain {
        ApertiumChain *chain = nullptr; // child
        QDeadlineTimer idleAt{};
    };

    void ask(quint64 id);
    void put(quint64 id);
    void expire(quint64 id);
    void serveWaiting();
    void answered(quint64 id, const ApertiumChain::Answer &answer);
    void translated(quint64 id, const FromApertium &reply);
    void finish(quint64 id, EngineError error, const QString &problem);
    ApertiumChain &chainFor(const QString &pair, const std::vector<StageCommand> &stages);
    void stop(const QString &pair);
    bool hasRoomFor(const QString &pair) const;
    void makeRoom();
    void stopIdle();

    const ApertiumOptions m_options;
    const ApertiumModes m_modes;
    QHash<quint64, Job> m_jobs;
    QHash<QString, LiveChain> m_chains;
    QList<quint64> m_waiting; // for a chain, in the order of asking; cancelled ones too
    QTimer m_idleCheck;
    quint64 m_lastJob = 0;
    ThreadAffine m_thread;
};

} // namespace parley::functions
