#pragma once

#include <chrono>

#include <QByteArray>
#include <QJSEngine>
#include <QJsonObject>

#include "app/js/script_record.h"
#include "app/js/watchdog.h"

namespace parley::js {

// One script in an engine of its own: loaded once, called often. The engine has the language and
// nothing else; publish() and console are ours. What the script does to the built-in objects
// meets only itself: the frame keeps those that it needs from before the script.
// Thread: main.
class ScriptEngine final
{
public:
    explicit ScriptEngine(Watchdog &watchdog); // borrowed; outlives it

    //! Runs the script once. \return "" or why it cannot be called.
    QString load(const QString &source, std::chrono::milliseconds limit);

    struct Call {
        QString deliveryId{};
        int attempt = 1;
        QString body{};
        std::chrono::milliseconds limit{1000};
    };
    //! The answer as it goes to the broker; see ScriptAnswer there.
    QJsonObject call(const Call &call);

    bool isSpent() const { return m_isSpent; } // it was interrupted, and may be in pieces

private:
    QJSEngine m_engine;
    Watchdog &m_watchdog;
    ScriptRecord *m_record; // the engine's to delete
    QJSValue m_frame; // calls a handle; from before the script
    QJSValue m_handle;
    bool m_isSpent = false;
};

} // namespace parley::js
