#pragma once

#include "app/commands/command.h"

namespace parley::app {

// parleyd token: lists, issues, rotates and revokes. Thread: main.
class TokenCommand final : public Command
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
    void list(const QCommandLineParser &parser);
    void issue(const QCommandLineParser &parser);
    void issueFromTemplate(const QCommandLineParser &parser);
    void rotate(const QCommandLineParser &parser, const QString &id);
    void revoke(const QCommandLineParser &parser, const QStringList &ids);
    std::function<void(const Result<client::IssuedToken> &)> printSecrets();

    client::AdminClient m_client;
};

} // namespace parley::app
