#pragma once

#include "app/commands/command.h"

namespace parley::app {

// parleyd template: what tokens are issued from. Thread: main.
class TemplateCommand final : public Command
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
    void list();
    void show(const QString &name);
    void put(const QString &name, const QString &file);

    client::AdminClient m_client;
};

} // namespace parley::app
