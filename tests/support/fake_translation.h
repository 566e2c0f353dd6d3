#pragma once

#include <functional>
#include <string>
#include <utility>
#include <vector>

#include "server/functions/text/moderator.h"
#include "server/functions/translation/translator.h"

namespace parley::test {

// Answers "text>target" for every language, unless the test says otherwise. Thread: one.
class FakeTranslator final : public functions::Translator
{
public:
    using Done = std::function<void(functions::Translation)>;

    void translate(functions::TranslationTask task, Done done) override
    {
        tasks.push_back(task);
        functions::Translation translation = answer ? answer(task) : plain(task);
        if (isHolding && translation.status != functions::TranslationStatus::Same)
            held.emplace_back(std::move(done), std::move(translation));
        else
            done(std::move(translation));
    }

    void release(std::size_t index) // in any order
    {
        auto [done, translation] = std::move(held[index]);
        held.erase(held.begin() + std::ptrdiff_t(index));
        done(std::move(translation));
    }

    static functions::Translation plain(const functions::TranslationTask &task)
    {
        functions::Translation translation;
        translation.text = task.text;
        translation.status = functions::TranslationStatus::Same;
        if (task.source == task.target)
            return translation;
        translation.text += QLatin1Char('>') + task.target;
        translation.status = functions::TranslationStatus::Ok;
        translation.engine = QStringLiteral("fake");
        translation.pair = task.source + QLatin1Char('-') + task.target;
        return translation;
    }

    std::function<functions::Translation(const functions::TranslationTask &)> answer;
    std::vector<functions::TranslationTask> tasks;
    std::vector<std::pair<Done, functions::Translation>> held;
    bool isHolding = false;
};

// Masks "darn", holds "hold me", blocks "block me", fails on "fail me". Thread: one.
class FakeModerator final : public functions::Moderator
{
public:
    Result<functions::ModerationVerdict> judge(std::string_view text,
                                               const functions::ModerationScope &) const override
    {
        if (text.find("fail me") != std::string_view::npos)
            return Error{ErrorCode::PayloadTooLarge, "could not judge"};
        functions::ModerationVerdict verdict;
        verdict.text = text;
        find(text, "hold me", ModerationAction::Hold, verdict);
        find(text, "block me", ModerationAction::Block, verdict);
        find(text, "darn", ModerationAction::Mask, verdict);
        return verdict;
    }

private:
    static void find(std::string_view text, std::string_view word, ModerationAction action,
                     functions::ModerationVerdict &verdict)
    {
        const std::size_t at = text.find(word);
        if (at == std::string_view::npos)
            return;
        const functions::ByteSpan span{at, at + word.size()};
        verdict.findings.push_back({"en/fake", "fake", 1, action, span});
        verdict.action = std::max(verdict.action, action);
        if (action == ModerationAction::Mask) {
            verdict.text.replace(at, word.size(), word.size(), '*');
            verdict.masked.push_back(span);
        }
    }
};

} // namespace parley::test
