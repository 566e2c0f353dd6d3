#pragma once

#include "app/commands/command.h"

namespace parley::app {

// parleyd inspector show|on|off|requests|clear
class InspectorCommand final : public Command
{
    Q_OBJECT

public:
    using Command::Command;

    QString name() const override;
    QString summary() const override;
    QStringList usage() const override;
    void addOptions(QCommandLineParser &parser) const override;
    void run(const QCommandLineParser &parser, const QStringList &words) override;

private:
    void change(const QCommandLineParser &parser, bool isOn);

    client::AdminClient m_client;
};

} // namespace parley::app
