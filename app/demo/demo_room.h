#pragma once

#include <functional>
#include <memory>
#include <vector>

#include <QObject>
#include <QStringList>
#include <QTimer>

#include "app/demo/demo_script.h"
#include "server/client/admin_client.h"
#include "server/client/socket_client.h"

namespace parley::app {

// Makes the room "friends" in English, Spanish and Japanese on a broker, and people in it who talk:
// scripted lines, marked "(demo)". They are ordinary clients, each with a token that may publish to
// the room and read one language. Thread: main, with a Qt loop.
class DemoRoom final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(DemoRoom)

public:
    using Done = std::function<void(const QString &problem)>; // "": the room is there

    explicit DemoRoom(QObject *parent = nullptr);
    ~DemoRoom() override;

    //! Makes what is missing and lets the people talk. A second call changes nothing.
    void start(const client::BrokerAddress &owner, Done done);
    void stop(); // they fall silent

private:
    struct Person {
        DemoPerson script{};
        std::unique_ptr<client::SocketClient> socket;
    };

    void makeRoom();
    void forgetOldTokens();
    void inviteNext();
    void begin();
    void say();
    void end(const QString &problem);

    client::AdminClient m_admin;
    DemoScript m_script;
    std::vector<Person> m_people;
    QTimer m_timer;
    Done m_done{};
    std::size_t m_nextLine = 0;
    bool m_started = false;
};

} // namespace parley::app
