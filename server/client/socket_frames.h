#pragma once

#include <optional>
#include <variant>

#include <QByteArray>
#include <QDateTime>
#include <QString>

#include "server/base/result.h"
#include "server/client/item.h"

namespace parley::client {

// What the broker sends on /v1/socket, decoded. Source: server/protocol/README.md, section 5.
using OperationId = qint64; // 1 and up; 0 where the broker named none

struct Subscribed {
    OperationId id = 0;
    TopicAddress address{};
    Position position{}; // items after this one follow
    std::uint64_t last = 0; // sequence of the newest message: up to it all was there before
};
struct Acknowledged {
    OperationId id = 0;
    Position position{};
    bool stored = false; // on disk, else accepted
};
struct Gap {
    TopicAddress address{};
    Position after{}; // the last that the reader could have had
    Position next{}; // the first that he gets
};
struct Closed {
    TopicAddress address{};
    Error error{ErrorCode::Internal, {}};
};
struct Refused {
    OperationId id = 0;
    Error error{ErrorCode::Internal, {}};
};
struct Heartbeat {
    QDateTime time{};
};
struct OtherFrame { // authenticated, unsubscribed, pong, or of a type yet unknown
    OperationId id = 0;
    QString type{};
};
using ServerFrame
    = std::variant<Item, Subscribed, Acknowledged, Gap, Closed, Refused, Heartbeat, OtherFrame>;

Result<ServerFrame> serverFrameFrom(const QByteArray &text);

// Where a subscription begins.
struct Start {
    enum class From { Latest, Earliest, Last, After };
    From from = From::Latest;
    int last = 0; // for Last
    Position after{}; // for After

    static Start latest() { return {}; }
    static Start earliest() { return {From::Earliest, 0, {}}; }
    static Start lastMessages(int count) { return {From::Last, count, {}}; }
    static Start afterPosition(Position position) { return {From::After, 0, position}; }
};

QString subscribeFrame(OperationId id, const TopicAddress &address, const Start &start);
QString unsubscribeFrame(OperationId id, const TopicAddress &address);
QString publishFrame(OperationId id, const TopicAddress &address, const QByteArray &payload,
                     bool isText);

} // namespace parley::client
