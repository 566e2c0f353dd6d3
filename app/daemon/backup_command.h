#pragma once

#include "app/commands/command.h"

namespace parley::app {

// parleyd backup: copies the store of a data directory, also while a broker works on it.
class BackupCommand final : public Command
{
    Q_OBJECT

public:
    QString name() const override;
    QString summary() const override;
    QStringList usage() const override;
    void addOptions(QCommandLineParser &parser) const override;
    void run(const QCommandLineParser &parser, const QStringList &words) override;
};

// parleyd restore: makes a data directory out of a backup.
class RestoreCommand final : public Command
{
    Q_OBJECT

public:
    QString name() const override;
    QString summary() const override;
    QStringList usage() const override;
    void addOptions(QCommandLineParser &parser) const override;
    void run(const QCommandLineParser &parser, const QStringList &words) override;
};

} // namespace parley::app
