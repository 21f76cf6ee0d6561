/* SPDX-License-Identifier: MIT
 * user-recover: give a forgotten user name and password back: by the recovery question, by a code to the phone, at the counter. */
#include "recover.h"

int
main(int argc, char **argv)
{
	const struct tool commands[] = { recover_find, recover_start, recover_finish, recover_counter, { .name = NULL } };
	const struct tool tool = {
		.name = "user-recover",
		.commands = commands,
		.synopsis = "[options] find|start|finish|counter [FILE ...]",
		.does_en = "give user names and passwords back: by question, by SMS code, at the counter",
		.does_zh = "找回用户名与密码: 预留问题、短信验证码、现场办理",
	};

	return tool_main(&tool, argc, argv);
}
