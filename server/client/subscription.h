#pragma once

#include <QObject>

#include "server/client/socket_frames.h"

namespace parley::client {

class SocketClient;

// One reader's interest in one topic. Made by SocketClient::subscribe(); deleting it ends it.
// Items come in order and never twice, over any number of reconnects. Thread: GUI.
class Subscription final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(Subscription)

public:
    ~Subscription() override;

    const TopicAddress &address() const { return m_address; }
    bool isActive() const { return m_active; } // the broker said yes and the socket is open
    //! Of the newest message when the broker last said yes: what comes up to it was there before.
    Position lastAtStart() const { return m_lastAtStart; }

Q_SIGNALS:
    void activated(); // first time and after every reconnect
    void interrupted(); // the socket went away; items that were missed follow after activated()
    void itemArrived(const parley::client::Item &item);
    void gapFound(const parley::client::Gap &gap);
    void refused(const QString &reason); // final: no right, no such topic, topic deleted

private:
    friend class SocketClient;
    Subscription(SocketClient *client, TopicAddress address, QObject *parent);

    SocketClient *m_client; // borrowed; told when this one goes, and clears it when it goes first
    TopicAddress m_address;
    bool m_active = false;
    Position m_lastAtStart{};
};

} // namespace parley::client
