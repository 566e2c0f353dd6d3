#pragma once

#include <QString>
#include <QStringList>

// What stands behind the address of a webhook. Thread: any.
namespace parley::ui {

enum class TargetKind { Address, Function, Lambda };

TargetKind targetKindOf(const QString &url);

//! Why \p url cannot be called, a sentence; "" when it can. Hosts that are names are checked by the
//! broker at each attempt. \param level how near it may be: public, lan or local.
QString webhookUrlProblem(const QString &url, const QString &level = QStringLiteral("local"));

//! What one should know of \p url that can be called; "" when there is nothing.
QString webhookUrlHint(const QString &url, bool sendsSecrets);

//! The nearest level that an address such as http://127.0.0.1 or http://192.168.1.5 needs; "" where
//! only the broker can tell.
QString levelNeeded(const QString &url);

QString lambdaRegion(const QString &arn); // "" when there is none

} // namespace parley::ui
