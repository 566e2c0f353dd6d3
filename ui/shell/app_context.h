#pragma once

#include <cstdint>
#include <functional>

#include <QByteArray>
#include <QString>
#include <QUrl>

namespace parley::ui {

using Done = std::function<void(const QString &problem)>; // a sentence for people; "" = it worked

class SecretStore;

// What the program around the window knows and can do. Built by app/, copied into MainWindow.
// Thread: GUI. Hooks return at once and call Done later, on the GUI thread; an empty hook means
// that the window does not offer the thing.
struct AppContext {
    QUrl brokerUrl{}; // such as http://127.0.0.1:8080; empty while no broker runs
    QByteArray ownerToken{}; // secret with the admin scope; goes to server/client and nowhere else
    QString brokerProblem{}; // why the embedded broker does not run; "" while it does or starts
    std::uint16_t freePort = 0; // offered when the wanted port is taken; 0: none to offer
    QString version{};
    QString dataDirectory{};
    QString settingsFile{}; // INI for geometry and appearance, never secrets; "" keeps nothing

    SecretStore *secrets = nullptr; // borrowed, outlives the window; null: kept in memory

    std::function<void(Done)> startDemo{}; // makes the room "friends" with people who talk
    //! Starts the embedded broker on another port; the program then calls MainWindow::setBroker().
    std::function<void(std::uint16_t port, Done)> startBroker{};
};

} // namespace parley::ui
