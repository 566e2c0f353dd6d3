#pragma once

#include <functional>
#include <set>
#include <utility>
#include <vector>

#include "server/functions/translation/translation_engine.h"

namespace parley::test {

// An engine that knows the pairs it is told and answers "text>target". Thread: one.
class FakeEngine final : public functions::TranslationEngine
{
public:
    struct Held {
        quint64 job = 0;
        functions::EngineRequest request{};
        Done done{};
    };

    explicit FakeEngine(std::set<std::pair<QString, QString>> pairs) : m_pairs(std::move(pairs)) {}

    QString id() const override { return name; }
    QString model() const override { return QStringLiteral("1"); }
    functions::EngineCapabilities capabilities() const override { return {}; }
    bool supports(const QString &source, const QString &target) const override
    {
        return m_pairs.contains({source, target});
    }
    quint64 translate(functions::EngineRequest request, Done done) override
    {
        requests.push_back(request);
        const quint64 job = ++m_lastJob;
        if (isHolding)
            held.push_back({job, std::move(request), std::move(done)});
        else
            done(answerTo(request));
        return job;
    }
    void cancel(quint64 job) override { cancelled.insert(job); }
    void prewarm(const QString &source, const QString &target) override
    {
        warmed.insert({source, target});
    }
    functions::EngineStatus status() const override
    {
        functions::EngineStatus status{name.toStdString(), {}, problem};
        for (const auto &[source, target] : m_pairs)
            status.pairs.push_back({source.toStdString(), target.toStdString(), {}});
        return status;
    }

    functions::EngineOutcome answerTo(const functions::EngineRequest &request) const
    {
        functions::EngineOutcome outcome;
        outcome.target = request.targets.first();
        outcome.error = error;
        if (error != functions::EngineError::None) {
            outcome.problem = QStringLiteral("broken");
            return outcome;
        }
        outcome.texts = {request.texts.first() + QLatin1Char('>') + outcome.target};
        outcome.pair = request.source + QLatin1Char('-') + outcome.target;
        outcome.unknown = unknown;
        return outcome;
    }

    QString name = QStringLiteral("fake");
    std::string problem;
    functions::EngineError error = functions::EngineError::None;
    double unknown = 0;
    bool isHolding = false;
    std::vector<functions::EngineRequest> requests;
    std::vector<Held> held;
    std::set<quint64> cancelled;
    std::set<std::pair<QString, QString>> warmed;

private:
    std::set<std::pair<QString, QString>> m_pairs;
    quint64 m_lastJob = 0;
};

} // namespace parley::test
