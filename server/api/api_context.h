#pragma once

#include <functional>
#include <string>
#include <unordered_set>

#include "server/api/audit.h"
#include "server/api/function_control.h"
#include "server/api/function_list.h"
#include "server/api/inspector.h"
#include "server/api/long_poll.h"
#include "server/api/room_list.h"
#include "server/api/template_list.h"
#include "server/api/webhook_control.h"
#include "server/api/webhook_list.h"
#include "server/session/io_loops.h"
#include "server/session/message_events.h"
#include "server/store/store.h"
#include "server/topics/history_writer.h"
#include "server/topics/message_search.h"

namespace parley {

// What the resources work on; built and owned by the broker. Thread: I/O loop.
struct ApiContext {
    EventLoop &loop;
    const Clock &clock;
    Random &random;
    Store &store;
    TokenRegistry &tokens;
    TopicRegistry &topics;
    HistoryWriter &history;
    MessageSearch &search;
    IoLoops &loops; // the first is where the API lives
    MessageEvents &messageEvents;
    WebhookList &webhooks;
    RoomList &rooms;
    WebhookControl &webhookControl;
    FunctionControl &functionControl;
    LongPolls &longPolls;
    Audit &audit;
    Refusals &refusals;
    TokenGate &gate;
    TemplateList &templates;
    FunctionList &functions;
    Inspector &inspector;
    std::string version;
    UtcTime startedAt{};

    //! Writes to the store; \p then runs here, after the commit.
    void write(Store::Work work, std::function<void(Result<void>)> then)
    {
        store.write(std::move(work), [&io = loop, then = std::move(then)](Result<void> result) {
            io.post([result = std::move(result), then] { then(result); });
        });
    }

    //! Does an act of administration: its writes and its entry in the audit are stored together.
    //! \p then runs here after the commit, or with the reason why there was none.
    void act(const CallPtr &call, Act act, Store::Work work,
             std::function<void(const Result<void> &)> then)
    {
        const auto record = std::make_shared<AuditRecord>(
            audit.recordOf(std::move(act), call->actor(), call->address()));
        write(
            [record, work = std::move(work)](Tables &tables) -> Result<void> {
                if (auto ok = work(tables); !ok)
                    return ok;
                const auto id = tables.audit().append(*record);
                if (!id)
                    return id.error();
                record->id = *id;
                return {};
            },
            [this, record, then = std::move(then)](const Result<void> &stored) {
                if (stored)
                    audit.tell(*record);
                then(stored);
            });
    }

    //! An act that was done and needs no write of its own. \p then runs when it is in the audit;
    //! also when the store did not take it, for done is done.
    void noteAct(const CallPtr &call, Act done, std::function<void()> then)
    {
        act(
            call, std::move(done), [](Tables &) { return Result<void>(); },
            [then = std::move(then)](const Result<void> &) { then(); });
    }

    //! Ends all conversations of these tokens, on every loop; \p then runs here when they have.
    void endSessionsOf(const std::vector<std::string> &tokenIds, std::string_view why,
                       std::function<void()> then)
    {
        loops.everywhere(
            [ids = std::unordered_set<std::string>(tokenIds.begin(), tokenIds.end()),
             why = std::string(why)](LoopParts &parts) {
                parts.sessions.endAllOf(ids, CloseCode::TokenRevoked, why);
            },
            std::move(then));
    }

    //! The other way round; what is stored of it goes.
    void topicRemoved(const std::shared_ptr<TopicLog> &log)
    {
        if (log->durability() == Durability::Memory)
            return;
        history.remove(log->key());
        search.remove(log);
    }

    //! The topic that a call wants to read: live (Subscribe) or what is kept (History). The right
    //! is asked for before the topic is looked up, so that a refusal says nothing about what
    //! exists. PermissionDenied, NotFound.
    Result<std::shared_ptr<TopicLog>> logToRead(const ApiCall &call, Right right,
                                                const TopicKey &key) const
    {
        if (!call.token()->allows(right, key))
            return Error{ErrorCode::PermissionDenied,
                         "the token does not allow to read this topic"};
        return topics.require(key);
    }

    //! Makes a topic's log known to whoever must read it from its first message on.
    void topicCreated(const std::shared_ptr<TopicLog> &log)
    {
        if (log->durability() != Durability::Memory) {
            history.add(log);
            search.add(log);
        }
        messageEvents.topicCreated(log);
        webhookControl.topicCreated(log->key());
    }
};

} // namespace parley
