#include "ui/tokens/token_detail.h"

#include <QHBoxLayout>

#include "ui/common/act_guard.h"
#include "ui/common/buttons.h"
#include "ui/common/labels.h"
#include "ui/models/text_format.h"
#include "ui/models/token_model.h"
#include "ui/models/token_text.h"

namespace parley::ui {
namespace {

constexpr int kShownGrants = 400; // characters; the tooltip has the rest

QString whenText(const QDateTime &time)
{
    return expiryText(time, QDateTime::currentDateTimeUtc());
}

} // namespace

TokenDetail::TokenDetail(const TokenModel &names, ActGuard &guard, QWidget *parent) :
    QFrame(parent), m_names(names), m_title(headingLabel({}, this, 2)), m_can(label({}, this)),
    m_facts(mutedLabel({}, this)), m_warnings(label({}, this)),
    m_test(new QPushButton(tr("Test what it may do…"), this)),
    m_rotate(new QPushButton(tr("Rotate…"), this)),
    m_group(new QPushButton(tr("Revoke a group…"), this)),
    m_revoke(dangerButton(tr("Revoke"), this))
{
    setProperty("card", true);
    for (auto *button : {m_rotate, m_group, m_revoke})
        guard.watch(button);
    m_can->setWordWrap(true);
    m_warnings->setWordWrap(true);
    m_facts->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    m_revoke->setShortcut(QKeySequence::Delete);
    m_revoke->setToolTip(tr("Ends the token; connections that use it are closed (Del)"));
    m_rotate->setToolTip(
        tr("Makes a new secret; the old one goes on working for as long as you say"));
    m_group->setToolTip(tr("All tokens of the same issuer, template or room"));
    auto *words = new QVBoxLayout;
    words->addWidget(m_title);
    words->addWidget(m_can);
    words->addWidget(m_facts);
    words->addWidget(m_warnings);
    words->addStretch();
    auto *buttons = new QVBoxLayout;
    for (auto *button : {m_test, m_rotate, m_group, m_revoke})
        buttons->addWidget(button);
    buttons->addStretch();
    auto *layout = new QHBoxLayout(this);
    layout->setContentsMargins(14, 10, 14, 10);
    layout->addLayout(words, 1);
    layout->addLayout(buttons);
    connect(m_test, &QPushButton::clicked, this, &TokenDetail::testRequested);
    connect(m_rotate, &QPushButton::clicked, this, &TokenDetail::rotateRequested);
    connect(m_group, &QPushButton::clicked, this, &TokenDetail::groupRequested);
    connect(m_revoke, &QPushButton::clicked, this, &TokenDetail::revokeRequested);
    setToken(nullptr);
}

void TokenDetail::setToken(const client::TokenInfo *token)
{
    const bool active = token != nullptr && token->isActive();
    m_test->setEnabled(token != nullptr);
    m_group->setEnabled(token != nullptr);
    m_rotate->setEnabled(active && token->kind == QLatin1String("key"));
    m_revoke->setEnabled(active);
    m_title->setText(token ? token->label : tr("No token chosen"));
    const auto can = token ? tr("Can %1").arg(scopeText(*token)) : QString();
    m_can->setText(can.size() > kShownGrants ? can.left(kShownGrants) + QStringLiteral("…") : can);
    m_facts->setText(token ? factsText(*token) : QString());
    QStringList warnings;
    for (const auto &warning : token ? token->warnings : QStringList())
        warnings.append(QStringLiteral("⚠ ") + warningSentence(warning));
    m_warnings->setText(warnings.join(QLatin1Char('\n')));
    m_warnings->setVisible(!warnings.isEmpty());
}

QString TokenDetail::factsText(const client::TokenInfo &token) const
{
    QStringList facts{
        kindText(token.kind), token.id,
        tr("issued %1 by %2").arg(dayAndClockText(token.createdAt), m_names.originText(token))};
    const auto add = [&facts](bool known, const QString &text) {
        if (known)
            facts.append(text);
    };
    add(!token.publisherId.isEmpty(), tr("publishes as %1").arg(token.publisherId));
    add(!token.room.isEmpty(), tr("for room %1").arg(token.room));
    facts.append(token.validUntil.isValid() ? tr("ends %1").arg(whenText(token.validUntil))
                                            : tr("valid until revoked"));
    add(token.revokedAt.isValid(), tr("revoked %1").arg(dayAndClockText(token.revokedAt)));
    add(token.lastUsedAt.isValid(), tr("last used %1").arg(dayAndClockText(token.lastUsedAt)));
    add(token.previousSecretUntil.isValid(),
        tr("its old secret works until %1").arg(whenText(token.previousSecretUntil)));
    add(token.oneUse, tr("can be used once"));
    add(token.refreshable, tr("can be refreshed"));
    add(token.maxConnections > 0, tr("at most %1 connections").arg(token.maxConnections));
    add(token.publishPerSecond > 0, tr("at most %1 messages/s").arg(token.publishPerSecond));
    add(token.requestsPerSecond > 0, tr("at most %1 requests/s").arg(token.requestsPerSecond));
    add(!token.allowedOrigins.isEmpty(),
        tr("only from %1").arg(token.allowedOrigins.join(QStringLiteral(", "))));
    return facts.join(QStringLiteral("  ·  "));
}

} // namespace parley::ui
