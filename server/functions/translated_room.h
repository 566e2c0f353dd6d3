#pragma once

#include <memory>

#include "server/base/log.h"
#include "server/functions/engine_board.h"
#include "server/functions/mailbox.h"
#include "server/functions/room_function.h"
#include "server/functions/translation/apertium_engine.h"
#include "server/functions/translation/pivot_engine.h"
#include "server/functions/translation/translation_chain.h"

namespace parley::functions {

struct FunctionOptions {
    ApertiumOptions apertium{};
    QString textsFolder{}; // empty: what is built in
};

// The room function with the real moderator and engines, which live and die with it. When the
// rooms change it warms the engines up for them. Thread: functions, from construction on.
class TranslatedRoom final : public Function
{
public:
    struct Surroundings { // all borrowed, all outlive the function
        RoomDirectory &rooms;
        EngineBoard &board; // is told what the engines can do
        Publisher &publisher;
        const Clock &clock;
        LogSink &log;
        RoomFunction::VerdictHook onVerdict{};
        RoomFunction::HoldHook onHeld{};
    };

    TranslatedRoom(const FunctionOptions &options, Surroundings surroundings);
    ~TranslatedRoom() override;

    void invoke(FunctionCall call, FunctionDone done) override;

private:
    void prewarm();

    Surroundings m_surroundings;
    std::shared_ptr<Mailbox> m_mailbox = std::make_shared<Mailbox>();
    std::unique_ptr<Moderator> m_moderator;
    std::unique_ptr<ApertiumEngine> m_apertium;
    std::unique_ptr<PivotEngine> m_pivot;
    std::unique_ptr<TranslationChain> m_translator;
    std::unique_ptr<RoomFunction> m_room;
};

} // namespace parley::functions
