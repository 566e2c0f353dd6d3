#pragma once

#include <QLocalServer>
#include <QObject>

namespace parley::app {

// One window per data directory: a second start brings the first one to the front and ends.
// Thread: GUI.
class SingleInstance final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(SingleInstance)

public:
    explicit SingleInstance(const QString &profile, QObject *parent = nullptr);

    //! True when another instance runs; it was asked to show itself.
    bool handOver();
    void listen(); // from here on later starts hand over to this one

Q_SIGNALS:
    void activationAsked();

private:
    QString m_name;
    QLocalServer m_server;
};

} // namespace parley::app
